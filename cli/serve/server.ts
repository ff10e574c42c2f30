import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type WebSocket, WebSocketServer } from "ws";
import { type Shell, View } from "../../host/view.ts";
import type { ToView } from "../../simulator/protocol.ts";
import { decode, encode } from "../../simulator/wire.ts";
import { page } from "../../webview/page.ts";
import { isOurs } from "./loopback.ts";

const ASSETS: { [path: string]: { file: string; type: string } } = {
  "/webview.js": { file: "webview.js", type: "text/javascript; charset=utf-8" },
  "/webview.css": { file: "webview.css", type: "text/css; charset=utf-8" },
};

/** A view's message is never longer, bytes: it may carry a scenario document. */
const LONGEST = 8_000_000;

export interface PanelServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the panel to browsers of this machine: one page, its two files, and a WebSocket that speaks protocol.ts, where text is a message
 * and bytes are a frame. `assets` is the folder of the bundles; `shell` is asked for once a page.
 */
export async function servePanel(options: {
  assets: string;
  /** 0 takes a free one. */
  port: number;
  title: string;
  shell: (post: Shell["post"]) => Shell;
}): Promise<PanelServer> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500, headers("text/plain"));
      response.end(String(error));
    });
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(options.port, "127.0.0.1", listening);
  });
  const { port } = server.address() as AddressInfo;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number, text: string) => {
      response.writeHead(status, headers("text/plain"));
      response.end(text);
    };
    if (!isOurs(request.headers, port, { socket: false })) return refuse(403, "not asked by this page");
    if (request.method !== "GET" && request.method !== "HEAD") return refuse(405, "only GET");
    const pathname = pathOf(request);
    if (pathname === "/") {
      const nonce = randomBytes(24).toString("base64url");
      response.writeHead(200, headers("text/html; charset=utf-8"));
      response.end(
        page({
          scriptUri: "/webview.js",
          styleUri: "/webview.css",
          nonce,
          cspSource: "'self'",
          lang: "en",
          title: options.title,
          connectSrc: `ws://${request.headers.host}`,
        }),
      );
      return;
    }
    const asset = Object.hasOwn(ASSETS, pathname) ? ASSETS[pathname] : undefined;
    if (asset === undefined) return refuse(404, "no such page");
    const body = await readFile(join(options.assets, asset.file));
    response.writeHead(200, headers(asset.type));
    response.end(body);
  }

  const sockets = new WebSocketServer({ noServer: true, maxPayload: LONGEST });
  const views = new Set<View>();
  server.on("upgrade", (request, socket, head) => {
    if (pathOf(request) !== "/socket" || !isOurs(request.headers, port, { socket: true })) {
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connection) => {
      const view = new View(options.shell((message) => deliver(connection, message)));
      views.add(view);
      connection.on("message", (data, binary) => {
        void view.receive(binary ? undefined : parsed(data.toString()));
      });
      connection.on("error", () => connection.terminate());
      connection.on("close", () => {
        views.delete(view);
        void view.dispose();
      });
    });
  });

  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      for (const connection of sockets.clients) connection.terminate();
      await Promise.all([...views].map((view) => view.dispose()));
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Settles when the message has left: the session sends no frame before the last ones have. */
function deliver(connection: WebSocket, message: ToView): Promise<void> {
  return new Promise((sent) => {
    if (connection.readyState !== connection.OPEN) return sent();
    const frame =
      message.type === "session" && message.report.type === "frame" ? message.report.data : undefined;
    // An error here is a connection that has just closed, which its own event tells.
    connection.send(frame ?? encode(message), () => sent());
  });
}

/** As it was asked; only exact paths are known, so nothing is to be resolved. */
function pathOf({ url }: IncomingMessage): string {
  return (url ?? "/").split("?", 1)[0] ?? "/";
}

function parsed(text: string): unknown {
  try {
    return decode(text);
  } catch {
    return undefined;
  }
}

function headers(type: string): Record<string, string> {
  return {
    "Content-Type": type,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    // The rest of the policy is in the page; only a header can forbid that it is framed.
    "Content-Security-Policy": "frame-ancestors 'none'",
  };
}
