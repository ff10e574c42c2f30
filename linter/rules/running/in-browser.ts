import type { Value } from "../../facts.ts";
import { modulesOf } from "../../link/project/importers.ts";
import type { FileNode } from "../../link/project/project.ts";
import { viewLibraries } from "../../link/project/views.ts";
import type { Linked } from "../rule.ts";
import { usersOf } from "./users.ts";

/** What a file for a browser imports; a package may depend on React for its mails alone. */
const ofPages = [
  ...viewLibraries,
  "react",
  "react-redux",
  "react-query",
  "react-router-dom",
  "react-hook-form",
  "mobx-react",
  "mobx-react-lite",
  "zustand",
  "jotai",
  "recoil",
  "@tanstack/react-query",
  "@reduxjs/toolkit",
  "redux-saga",
  "keycloak-js",
  "next-auth/react",
  "js-cookie",
  "react-hot-toast",
  "react-toastify",
  "vue-toastification",
  "expo-secure-store",
  "@react-native-async-storage/async-storage",
  "swr",
  "vuex",
  "pinia",
];

/**
 * Whether a file is code for a browser: by its package, by what it imports, or because each way from it to what imports it ends in such a
 * file. A page and the server that hands it out may be one package.
 */
export function runsInBrowser({ project }: Linked, file: FileNode): boolean {
  const seen = new Set([file]);
  let others = 0;
  let pages = 0;
  // It grows while it is gone through.
  for (const one of seen) {
    if (ofServer.test(one.path) || serverActions.test(one.source)) return false;
    if (project.inBrowser(one) || importsOne(one, ofPages) || asksTheBrowser(one)) {
      pages++;
      continue;
    }
    const users = usersOf(project, one);
    if (users.length === 0 || ++others > mostOthers) return false;
    for (const user of users) seen.add(user);
  }
  return pages > 0;
}

/** `vector.server.ts`, which Remix keeps off the pages that import it. */
const ofServer = /\.server\.[cm]?[jt]sx?$|\/\.server\//;

/** `"use server"` at the top of a file: pages call its functions, which run on the server. */
const serverActions = /^\s*(?:\/\/.*\s*|\/\*[\s\S]*?\*\/\s*)*["']use server["']/;

/** What is imported by way of more files is hardly for pages alone. */
const mostOthers = 200;

/** What steers a browser has code in it that runs there. */
const steering = [
  "puppeteer",
  "puppeteer-core",
  "playwright",
  "playwright-core",
  "selenium-webdriver",
  "jsdom",
];

/** `localStorage.getItem("token")`, `document.getElementById("form")` */
function asksTheBrowser(file: FileNode): boolean {
  return file.facts.calls.some(({ callee }) => isOfBrowser(callee)) && !importsOne(file, steering);
}

/** A member of what only a browser has, under a name that nothing declares. */
function isOfBrowser(value: Value): boolean {
  if (value.kind !== "member") return false;
  const { of } = value;
  return of.kind === "name" ? of.binding < 0 && browsers.test(of.name) : isOfBrowser(of);
}

const browsers = /^(window|document|localStorage|sessionStorage)$/;

function importsOne(file: FileNode, names: readonly string[]): boolean {
  return modulesOf(file).some((module) =>
    names.some((name) => module === name || module.startsWith(`${name}/`)),
  );
}
