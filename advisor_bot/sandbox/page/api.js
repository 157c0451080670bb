// The sandbox server's page API: every call rejects with a message that can be shown.

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error("The sandbox does not answer. Is it still running?");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok || body.error) {
    throw new Error(body.error || `The sandbox answered with status ${response.status}.`);
  }
  return body;
}

export const get = (path, query = {}) =>
  request(`/${path}?${new URLSearchParams(query)}`, { headers: { accept: "application/json" } });

export const post = (path, body) =>
  request(`/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

/** Upload a file of this user's, to be shared later; resolves to {id, name, size}. */
export const attach = (user, file) =>
  request(`/ui/attach?${new URLSearchParams({ user, name: file.name })}`, { method: "POST", body: file });

/** Where this user's browser finds a file that was shared with them. */
export const fileAddress = (user, id) => `/ui/file?${new URLSearchParams({ user, id })}`;

/**
 * The user's live events. `subscribed` runs at the first event of each (re)connection, which the
 * server sends at once: from then on nothing is missed, and what was missed before can be loaded.
 * `lost` runs when the connection breaks; the browser reconnects by itself. Returns a function
 * that ends it.
 */
export function listen(user, { event, subscribed, lost }) {
  const source = new EventSource(`/ui/events?user=${encodeURIComponent(user)}`);
  let fresh = true;
  source.addEventListener("open", () => { fresh = true; });
  source.addEventListener("error", lost);
  source.addEventListener("message", (message) => {
    event(JSON.parse(message.data));
    if (fresh) subscribed();
    fresh = false;
  });
  return () => source.close();
}
