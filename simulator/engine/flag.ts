// Bits of a call's `flags`.

/** Nobody waits for the answer any more. */
export const abandoned = 1;
/** A further try of a call that failed before. */
export const retry = 2;
/** The ledger is this call's own: it is settled and given back with the call. */
export const ownsLedger = 4;
/** A frame of a server's steps (a parallel branch, a loop's body), not a call to the server. */
export const frame = 8;
/** Its moves are shown on the stage. */
export const shown = 16;
/** A timer of `timerRing` runs for it. */
export const timed = 32;
/** An event is scheduled for it, whose handle is `event`. */
export const scheduled = 64;
/** Answered from a cache. */
export const cached = 128;
/** It waits in the queue of the component that it is at. */
export const queued = 256;
/** It has ended; its caller has not been told yet. */
export const ended = 512;
/** A server's lookup step: registers `a` and `b` say which steps load the key. */
export const lookup = 1024;
/** Work that no caller began to wait for, such as refreshing a cache: it ends in silence, and is not dead work. */
export const background = 2048;
/** The event of its compute work is one of the shared processors, not of the event list. */
export const sharing = 4096;
/** A partition has cut it off: it has not reached its target, or its answer does not come back. */
export const cutOff = 1 << 26;
/** A thread of its server does its compute work, or one of the worker threads. */
export const threaded = 1 << 24;
export const onWorkers = 1 << 25;
/** It changes what it asks for; what it calls for that does too. */
export const write = 1 << 20;
/** It holds a connection of a pool while the steps of a server are done that registers `a` and `b` name. */
export const transaction = 1 << 21;
/** A query of such steps, on their connection. */
export const within = 1 << 22;
/** Its connection is being closed; it is answered after that. */
export const closing = 1 << 23;
