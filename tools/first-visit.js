// What Chromium downloads on a first visit to the admin page.

/** The files of a visit in `language`: path, content, and the size of the response body as sent. */
export async function firstVisit(browser, url, language) {
  const context = await browser.newContext({ locale: language });
  try {
    const page = await context.newPage();
    const responses = [];
    page.on("response", (response) => responses.push(response));
    await page.goto(url, { waitUntil: "networkidle" });
    return await Promise.all(
      responses.map(async (response) => ({
        path: new URL(response.url()).pathname,
        body: await response.body(),
        sent: (await response.request().sizes()).responseBodySize,
      })),
    );
  } finally {
    await context.close();
  }
}
