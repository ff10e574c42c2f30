import type { FromView, ToView } from "../../simulator/protocol.ts";
import type { Outgoing } from "../transport.ts";

/** Numbers what goes out and settles it when its answer comes in. */
export function conversation(post: (message: FromView) => void) {
  let last = 0;
  const open = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  return {
    send(message: Outgoing): Promise<void> {
      const id = ++last;
      return new Promise((resolve, reject) => {
        open.set(id, { resolve, reject });
        post({ ...message, id } as FromView);
      });
    },
    /** True where the message was an answer and needs nothing more. */
    settle(message: ToView): message is Extract<ToView, { type: "answer" }> {
      if (message.type !== "answer") return false;
      const waiting = open.get(message.id);
      open.delete(message.id);
      if (message.error === undefined) waiting?.resolve();
      else waiting?.reject(new Error(message.error));
      return true;
    },
    /** Rejects all that is still open, when the way to the host is gone. */
    fail(reason: string): void {
      for (const { reject } of open.values()) reject(new Error(reason));
      open.clear();
    },
  };
}
