import type { ToView, ViewState } from "../../simulator/protocol.ts";
import type { Transport } from "../transport.ts";
import { conversation } from "./conversation.ts";

/** What VS Code gives to the page of a webview, once. */
export type EditorApi = {
  postMessage(message: unknown): void;
  setState(state: ViewState): void;
  getState(): ViewState | undefined;
};

/** Talks through the messages of a VS Code webview. */
export function editorTransport(api: EditorApi): Transport {
  const { send, settle } = conversation((message) => api.postMessage(message));
  return {
    send,
    listen(receive) {
      window.addEventListener("message", ({ data }: MessageEvent<ToView>) => {
        if (!settle(data)) receive(data);
      });
    },
    keep: (state) => api.setState(state),
    kept: () => api.getState(),
  };
}
