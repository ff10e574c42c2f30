/**
 * The linter joins paths with what imports say, so it is given URIs without their percent signs; the editor is given them back.
 * `file:///a/%28b%29/c.ts` is `file:///a/(b)/c.ts` inside.
 */
export function pathOf(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** As the editor writes it: everything but letters, digits and `-_.~` is encoded. */
export function uriOf(path: string): string {
  const [, scheme = "", rest = path] = /^([a-z][a-z0-9+.-]*:(?:\/\/)?)(.*)$/is.exec(path) ?? [];
  return scheme + rest.split("/").map(encoded).join("/");
}

function encoded(part: string): string {
  return encodeURIComponent(part).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A copy of a finding or construction in which every file is a URI. */
export function withUris<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withUris) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, held]) => {
    const isFile = (key === "file" || key === "argumentFile") && typeof held === "string";
    return [key, isFile ? uriOf(held) : withUris(held)];
  });
  return Object.fromEntries(entries) as T;
}
