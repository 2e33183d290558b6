// What Chromium downloads on a first visit to the admin page.

/** The files of a visit in `language`: path, content, and the size of the response body as sent. */
export async function firstVisit(browser, url, language) {
  const context = await browser.newContext({ locale: language });
  try {
    const page = await context.newPage();
    const requests = [];
    page.on("request", (request) => requests.push(request));
    // The page requests this file last.
    await Promise.all([page.waitForResponse(/\.wasm$/), page.goto(url)]);
    return await Promise.all(
      requests.map(async (request) => ({
        path: new URL(request.url()).pathname,
        body: await (await request.response()).body(),
        sent: (await request.sizes()).responseBodySize,
      })),
    );
  } finally {
    await context.close();
  }
}
