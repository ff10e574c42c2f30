// Comments that switch findings off.

// case: the next line is switched off with a reason
import { Pool } from "pg";
// spillway-disable-next-line pool-acquire-timeout -- three callers at most
export const pool = new Pool();

// case: this line is switched off
import { Pool } from "pg";
export const pool = new Pool(); // spillway-disable-line pool-acquire-timeout -- three callers at most

// case: the rest of the file is switched off
import { Pool } from "pg";
/* spillway-disable pool-acquire-timeout -- a script */
export const a = new Pool();
export const b = new Pool();

// case: another rule's comment does not help
import { Pool } from "pg";
export const pool = new Pool(); // expect: pool-acquire-timeout

// case: every rule at once
import { Pool } from "pg";
// spillway-disable-next-line
export const pool = new Pool();
