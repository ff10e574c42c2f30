import type { Library, LibraryType } from "./library.ts";
import { gives, manyWrites, reads, silent, writes } from "./members.ts";

const get = "BatchGetCommand";
const one: LibraryType = { sends: { effect: "read", bulk: get }, members: {} };
const put: LibraryType = { sends: { effect: "write" }, members: {} };
const send = { call: { command: 0 } };

/** DynamoDB: items are asked for together by their keys; of a query there is no form for many, and the one of writes takes no conditions. */
export const dynamodb: Library = {
  name: "dynamodb",
  title: "DynamoDB",
  modules: ["@aws-sdk/client-dynamodb", "@aws-sdk/lib-dynamodb", "aws-sdk", "dynamodb-toolbox"],
  exports: {
    DynamoDBClient: { class: "Client" },
    DynamoDBDocumentClient: { class: "Client" },
    DynamoDBDocument: { class: "Document" },
    DynamoDB: { class: "DynamoDB" },
    default: { type: "Aws" },
    // dynamodb-toolbox, whose entities are items of a table.
    Entity: { class: "Entity" },
    Table: { class: "Table" },
    GetCommand: { class: "Get" },
    GetItemCommand: { class: "Get" },
    PutCommand: { class: "Put" },
    PutItemCommand: { class: "Put" },
    DeleteCommand: { class: "Put" },
    DeleteItemCommand: { class: "Put" },
  },
  types: {
    Aws: { members: { DynamoDB: { class: "DynamoDB" } } },
    Client: { place: true, members: { send }, statics: gives("from", "Client") },
    // Version 3 gives a promise, version 2 a request.
    Document: {
      place: true,
      members: {
        send,
        ...reads("get", get),
        ...writes("put delete update"),
        batchGet: { call: { effect: "read", many: true } },
        ...manyWrites("batchWrite transactWrite"),
      },
      statics: gives("from", "Document"),
    },
    DynamoDB: {
      place: true,
      members: {
        send,
        ...reads("getItem", "batchGetItem"),
        ...writes("putItem deleteItem"),
      },
      statics: { DocumentClient: { class: "Document" } },
    },
    Entity: {
      members: { ...reads("get", "batchGet"), ...writes("put update delete"), ...silent("query scan build") },
    },
    Table: {
      place: true,
      members: {
        ...reads("get", "batchGet"),
        ...writes("put update delete"),
        batchGet: { call: { effect: "read", many: true } },
        ...manyWrites("batchWrite transactWrite"),
      },
    },
    Get: one,
    Put: put,
  },
  aliases: {
    DynamoDBClient: "Client",
    DynamoDBDocumentClient: "Client",
    DynamoDBDocument: "Document",
    DocumentClient: "Document",
  },
};
