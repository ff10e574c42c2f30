import type { Filling } from "../../words/sentence.ts";
import type { Member } from "./library.ts";

/** Members that each read, by names with spaces between; `bulk` is how many rows are read at once. */
export function reads(names: string, bulk?: Filling): Record<string, Member> {
  return each(names, { call: { effect: "read", ...(bulk === undefined ? {} : { bulk }) } });
}

/** Members that each read, where the reads of one tick travel as one. */
export function together(names: string, bulk: Filling): Record<string, Member> {
  return each(names, { call: { effect: "read", coalesced: true, bulk } });
}

/** Members that ask where they stand behind the call that gives their receiver, and go on with it elsewhere. */
export function opening(names: string, bulk: Filling): Record<string, Member> {
  return each(names, { call: { effect: "read", opens: true, bulk } });
}

/** Members that each write one row; `bulk` is how many are written at once, where there is such a form. */
export function writes(names: string, bulk?: Filling): Record<string, Member> {
  return each(names, { call: { effect: "write", ...(bulk === undefined ? {} : { bulk }) } });
}

/** Members that write the row that they are called on; `bulk` is how many are given the same. */
export function writesItself(names: string, bulk: Filling): Record<string, Member> {
  return each(names, { call: { effect: "write", bulk, ofItself: true } });
}

/** Members that write many rows at once. */
export function manyWrites(names: string): Record<string, Member> {
  return each(names, { call: { effect: "write", many: true } });
}

/** Members whose call gives a value of a type. */
export function gives(names: string, returns: string): Record<string, Member> {
  return each(names, { call: { returns } });
}

/** Members that send nothing. */
export function silent(names: string): Record<string, Member> {
  return each(names, { call: {} });
}

function each(names: string, member: Member): Record<string, Member> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, member]));
}
