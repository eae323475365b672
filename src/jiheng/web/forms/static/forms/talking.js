// 和服务器说话：每次答复要么是 JSON，要么说明是断了线还是退出了登录。
const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const PATIENCE = 15000;

export class Away extends Error {}
export class SignedOut extends Error {}

// background：网页自己问的，不算人在操作，不延长登录。
export async function ask(url, body, background = false) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  const json = body && !(body instanceof FormData);
  let response;
  try {
    response = await fetch(url, {
      method: body ? "POST" : "GET",
      body: json ? JSON.stringify(body) : body,
      headers: { "X-CSRFToken": token, "X-Editor": "1", Accept: "application/json, text/html", ...(background ? { "X-Jiheng-Background": "1" } : {}), ...(json ? { "Content-Type": "application/json" } : {}) },
      signal: stop.signal,
    });
    const said = await response.text();
    if (response.redirected || response.status === 401) throw new SignedOut();
    if (response.status >= 500) throw new Away();
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    if (response.status === 403 && !isJson) throw new SignedOut();
    return { status: response.status, body: isJson ? JSON.parse(said) : said };
  } catch (error) {
    if (error instanceof SignedOut) throw error;
    throw new Away();
  } finally {
    clearTimeout(timer);
  }
}

export function leaving(url, fields) {
  const form = new FormData();
  form.set("csrfmiddlewaretoken", token);
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  navigator.sendBeacon(url, form);
}
