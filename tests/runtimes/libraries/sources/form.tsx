// A form with React Hook Form, whose resolver accepts a Standard Schema. The page fills it in twice.

import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { useEffect } from "react";
import { createRoot } from "react-dom/client";
import { useForm } from "react-hook-form";
import { webhookSchema } from "webhook-guard";

declare function report(result: unknown): void;

const messages: Record<string, string> = {};

function App() {
  const { register, handleSubmit, setValue, formState } = useForm({
    resolver: standardSchemaResolver(webhookSchema),
    defaultValues: {
      url: "ftp://example.com/hook",
      status: "active" as const,
      event_types: ["log.device_booted"],
      max_retries: 3,
    },
  });
  const { errors, submitCount } = formState;
  useEffect(() => {
    const form = document.querySelector("form");
    if (submitCount === 0) {
      setValue("max_retries", 9);
      form?.requestSubmit();
    } else if (submitCount === 1 && errors.url) {
      for (const message of document.querySelectorAll("[role=alert]")) {
        messages[message.id] = message.textContent ?? "";
      }
      setValue("url", "https://example.com/hook");
      setValue("max_retries", 3);
      form?.requestSubmit();
    }
  }, [submitCount, errors.url, setValue]);
  return (
    <form onSubmit={handleSubmit((sent) => report({ messages, sent }))}>
      <input {...register("url")} />
      {errors.url && (
        <p role="alert" id="url">
          {errors.url.message}
        </p>
      )}
      <input type="number" {...register("max_retries", { valueAsNumber: true })} />
      {errors.max_retries && (
        <p role="alert" id="max_retries">
          {errors.max_retries.message}
        </p>
      )}
    </form>
  );
}

createRoot(document.querySelector("main") as HTMLElement).render(<App />);
