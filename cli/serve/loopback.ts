import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a request may be answered. The server listens on loopback only, but a page on the web can still make a person's browser ask it:
 * through a name that was made to point here (so the Host header must be ours), or across origins (so Origin, where there is one, must be
 * our own page).
 */
export function isOurs(headers: IncomingHttpHeaders, port: number, { socket }: { socket: boolean }): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (headers.host === undefined || !hosts.includes(headers.host)) return false;
  // A browser always names the origin of a socket; whatever does not is not our page.
  if (headers.origin === undefined) return !socket;
  return headers.origin === `http://${headers.host}`;
}
