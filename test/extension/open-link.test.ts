import { beforeEach, expect, it, vi } from "vitest";
import { linkOf } from "../../extension/links/scenario-link.ts";
import { STARTER } from "../../host/starter.ts";

/** What the editor was asked, and what it was made to hold. */
const editor = vi.hoisted(() => ({
  asked: [] as string[],
  answer: "",
  documents: new Map<string, string>(),
}));

vi.mock("vscode", () => ({
  l10n: {
    bundle: undefined,
    t: (text: string, ...values: string[]) => text.replace(/\{(\d)\}/g, (_, n) => String(values[Number(n)])),
  },
  Uri: { parse: (text: string) => text },
  Position: class {},
  WorkspaceEdit: class {
    insert(uri: string, _: unknown, text: string) {
      editor.documents.set(uri, text);
    }
  },
  workspace: {
    workspaceFolders: undefined,
    openTextDocument: async (uri: string) => ({ uri, getText: () => editor.documents.get(uri) ?? "" }),
    applyEdit: async () => true,
  },
  window: {
    showInformationMessage: async (question: string) => {
      editor.asked.push(question);
      return editor.answer;
    },
    showTextDocument: async () => undefined,
  },
}));

const { openLink } = await import("../../extension/links/open-link.ts");

beforeEach(() => {
  editor.asked = [];
  editor.answer = "Open";
  editor.documents.clear();
});

async function follow(text: string): Promise<void> {
  const { pathname, search } = new URL(linkOf("vscode", "spillway.spillway", text) ?? "");
  await openLink({ path: pathname, query: search.slice(1) } as Parameters<typeof openLink>[0]);
}

it("the scenario of a link is opened unsaved, once the person has agreed", async () => {
  await follow(STARTER);
  expect(editor.asked).toEqual(['Open the scenario "My service" from a link?']);
  expect([...editor.documents]).toEqual([["untitled:shared.sim.json", STARTER]]);
});

it("nothing is opened where the person does not agree", async () => {
  editor.answer = "";
  await follow(STARTER);
  expect(editor.asked).toHaveLength(1);
  expect(editor.documents.size).toBe(0);
});

it("nobody is asked about what is no scenario", async () => {
  await expect(follow('{ "components": 3 }')).rejects.toThrow(/^The link holds no valid scenario: /);
  expect(editor.asked).toEqual([]);
});

it("a document of that name that was changed is left alone", async () => {
  editor.documents.set("untitled:shared.sim.json", "mine");
  await follow(STARTER);
  expect(editor.documents.get("untitled:shared.sim.json")).toBe("mine");
  expect(editor.documents.get("untitled:shared-2.sim.json")).toBe(STARTER);
});
