import type { FromView, ToView, ViewState } from "../../simulator/protocol.ts";
import { decode, encode } from "../../simulator/wire.ts";
import { element } from "../dom.ts";
import { t } from "../strings.ts";
import type { Transport } from "../transport.ts";
import { conversation } from "./conversation.ts";

const KEY = "spillway";

/**
 * Talks over a WebSocket to the server that the page came from: text is a JSON message, bytes are a frame. What is sent before
 * the socket is open waits for it.
 */
export function browserTransport(): Transport {
  const { protocol, host } = window.location;
  const socket = new WebSocket(`${protocol === "https:" ? "wss" : "ws"}://${host}/socket`);
  socket.binaryType = "arraybuffer";
  const early: FromView[] = [];
  const { send, settle, fail } = conversation((message) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(encode(message));
    else early.push(message);
  });
  socket.addEventListener("open", () => {
    for (const message of early.splice(0)) socket.send(encode(message));
  });
  return {
    send(message) {
      return socket.readyState > WebSocket.OPEN ? Promise.reject(new Error(gone())) : send(message);
    },
    listen(receive, lost) {
      socket.addEventListener("message", ({ data }: MessageEvent<string | ArrayBuffer>) => {
        if (typeof data !== "string") {
          receive({ type: "session", report: { type: "frame", data: new Float64Array(data) } });
          return;
        }
        const message = decode(data) as ToView;
        if (!settle(message)) receive(message);
      });
      socket.addEventListener("close", () => {
        fail(gone());
        lost(gone());
      });
    },
    async save(name, content) {
      const address = URL.createObjectURL(content);
      element("a", { href: address, download: name }).click();
      URL.revokeObjectURL(address);
    },
    keep(state) {
      localStorage.setItem(KEY, encode(state));
    },
    kept() {
      const text = localStorage.getItem(KEY);
      return text === null ? undefined : (decode(text) as ViewState);
    },
  };
}

const gone = () => t("The connection to Spillway was closed. Start it again, then reload this page.");
