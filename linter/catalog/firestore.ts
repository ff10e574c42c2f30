import { sentence } from "../../words/sentence.ts";
import type { Library } from "./library.ts";
import { gives, reads, silent, writes } from "./members.ts";

const among = sentence("{0}, some at a time", "where(field, 'in', keys)");

/** Firestore, as servers ask it. Its documentation sends writes side by side, so that no form for many is better. */
export const firestore: Library = {
  name: "firestore",
  title: "Firestore",
  modules: ["firebase-admin", "firebase-admin/firestore", "@google-cloud/firestore"],
  exports: {
    ...gives("getFirestore initializeFirestore firestore", "Firestore"),
    Firestore: { class: "Firestore" },
    default: { type: "Admin" },
  },
  types: {
    Admin: { members: gives("firestore", "Firestore") },
    Firestore: {
      place: true,
      members: {
        ...gives("collection", "Collection"),
        ...gives("collectionGroup", "Query"),
        ...gives("doc", "Document"),
        getAll: { call: { effect: "read", many: true } },
        runTransaction: { call: { callbacks: { 0: { parameters: ["Transaction"], runs: "once" } } } },
        ...silent("batch bulkWriter settings listCollections"),
      },
    },
    Collection: {
      extends: "Query",
      place: true,
      members: { ...gives("doc", "Document"), ...writes("add"), ...silent("listDocuments withConverter") },
    },
    Query: {
      members: {
        ...reads("get", among),
        ...silent("onSnapshot stream"),
        ...gives(
          "where orderBy limit limitToLast offset select startAt startAfter endAt endBefore withConverter count",
          "Query",
        ),
      },
    },
    Document: {
      members: {
        ...reads("get", "getAll(...refs)"),
        ...writes("set update delete create"),
        ...gives("collection", "Collection"),
        ...gives("withConverter", "Document"),
        ...silent("onSnapshot listCollections"),
      },
    },
    Transaction: {
      members: {
        ...reads("get", "getAll(...refs)"),
        getAll: { call: { effect: "read", many: true } },
        ...silent("set update delete create"),
      },
    },
  },
  aliases: { CollectionReference: "Collection", DocumentReference: "Document", CollectionGroup: "Query" },
};
