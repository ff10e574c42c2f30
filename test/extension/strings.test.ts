import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("the messages to translate are those of the code (npm run strings)", async () => {
  const { messages } = (await import("../../scripts/strings.mjs" as string)) as {
    messages(): Promise<string>;
  };
  const bundle = readFileSync("l10n/bundle.l10n.json", "utf8");
  expect(JSON.parse(bundle)).toEqual(JSON.parse(await messages()));
  // One of the extension and one of the panel.
  expect(bundle).toContain('"Simulate this pool"');
  expect(bundle).toContain('"Undo change"');
});
