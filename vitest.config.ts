import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**", "test/vscode/**", "**/node_modules/**", "**/fixtures/**", "**/corpus/**"],
    // What is bounded is bounded by counting; a machine with much else to do takes minutes for what takes seconds.
    testTimeout: 240_000,
  },
});
