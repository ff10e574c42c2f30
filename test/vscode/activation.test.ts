import assert from "node:assert/strict";
import { extension } from "./extension.ts";

suite("Activation", () => {
  test("the extension activates", async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
  });
});
