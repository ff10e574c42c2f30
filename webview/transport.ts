import type { FromView, SessionCommand, ToView, ViewState } from "../simulator/protocol.ts";
import { browserTransport } from "./transport/browser.ts";
import { type EditorApi, editorTransport } from "./transport/editor.ts";

type WithoutId<M> = M extends FromView ? Omit<M, "id"> : never;

/** What is sent: a message before it has got its number. */
export type Outgoing = WithoutId<FromView>;

/** What comes in, answers aside. */
export type Incoming = Exclude<ToView, { type: "answer" }>;

/** The way to the host: an editor's webview or a browser page. */
export type Transport = {
  /** Resolves when the host has answered; rejects with its error. */
  send(message: Outgoing): Promise<void>;
  /** Calls `receive` with everything that comes in, in order, and `lost` with a sentence when the host is gone. */
  listen(receive: (message: Incoming) => void, lost: (message: string) => void): void;
  /** Writes a file, where the person chooses. */
  save(name: string, content: Blob): Promise<void>;
  keep(state: ViewState): void;
  kept(): ViewState | undefined;
};

declare global {
  var acquireVsCodeApi: (() => EditorApi) | undefined;
}

/** The way to the host that this page has: VS Code gives its webviews a function that a browser does not. */
export function transport(): Transport {
  return globalThis.acquireVsCodeApi === undefined
    ? browserTransport()
    : editorTransport(globalThis.acquireVsCodeApi());
}

export const sessionCommand = (command: SessionCommand): Outgoing => ({ type: "session", command });
