import { config } from "zod/v4/core";

// Compiled checks are faster, but to find out whether it may compile, zod looks at `navigator`, and VS Code logs every such look
// of an extension as an error. What is checked here is small.
config({ jitless: true });
