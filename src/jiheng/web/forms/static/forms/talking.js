// Talking to the server: every answer is JSON or text, or says that the network or the session is gone.
const PATIENCE = 15000;

/** The server does not answer, or cannot now: `message` says why where it said so itself. */
export class Away extends Error {}
export class SignedOut extends Error {}

const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

/**
 * @param {string} url
 * @param {object | FormData} [body] POSTed where given
 * @param {boolean} [background] asked by the page itself: does not count as a person at work
 * @returns {Promise<{ status: number, body: any }>}
 */
export async function ask(url, body, background = false) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  const json = body && !(body instanceof FormData);
  try {
    const response = await fetch(url, {
      method: body ? "POST" : "GET",
      body: body instanceof FormData ? body : body && JSON.stringify(body),
      headers: { "X-CSRFToken": token(), "X-Editor": "1", Accept: "application/json, text/html", ...(background ? { "X-Jiheng-Background": "1" } : {}), ...(json ? { "Content-Type": "application/json" } : {}) },
      signal: stop.signal,
    });
    const said = await response.text();
    if (response.redirected || response.status === 401) throw new SignedOut();
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    if (response.status >= 500) throw new Away(isJson ? JSON.parse(said).message : "");
    if (response.status === 403 && !isJson) throw new SignedOut();
    return { status: response.status, body: isJson ? JSON.parse(said) : said };
  } catch (error) {
    if (error instanceof SignedOut || error instanceof Away) throw error;
    throw new Away();
  } finally {
    clearTimeout(timer);
  }
}

/** @param {string} url @param {Record<string, string>} fields */
export function leaving(url, fields) {
  const form = new FormData();
  form.set("csrfmiddlewaretoken", token());
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  navigator.sendBeacon(url, form);
}
