/**
 * Messages as text, for a connection that carries no objects. JSON has no Infinity and no NaN, which a message may hold
 * ("unlimited", "not measured"), so these are written as `{"$number":"Infinity"}`.
 */
export function encode(message: unknown): string {
  return JSON.stringify(message, (_key, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? { $number: String(value) } : value,
  );
}

/** The message that `encode` wrote. Throws a SyntaxError where the text is no JSON. */
export function decode(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || !("$number" in value)) return value;
    const name = value.$number;
    return name === "Infinity" || name === "-Infinity" || name === "NaN" ? Number(name) : value;
  });
}
