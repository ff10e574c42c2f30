import type { ToView, ViewState } from "../../simulator/protocol.ts";
import type { Transport } from "../transport.ts";
import { conversation } from "./conversation.ts";

/** What VS Code gives to the page of a webview, once. */
export type EditorApi = {
  postMessage(message: unknown): void;
  setState(state: ViewState): void;
  getState(): ViewState | undefined;
};

/** Messages to an editor are JSON, which has no bytes. */
async function base64(content: Blob): Promise<string> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  let text = "";
  // All at once would be too many arguments.
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

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
    save: async (name, content) => send({ type: "save", name, content: await base64(content) }),
    keep: (state) => api.setState(state),
    kept: () => api.getState(),
  };
}
