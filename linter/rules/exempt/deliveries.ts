import type { CallFact, TypeRef, Value } from "../../facts.ts";
import { dependsOn, mentions } from "../../link/file/mentions.ts";
import { regionsUpTo } from "../../link/file/regions.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName, titleOf } from "../../value-parts.ts";
import { changingIn, isIn } from "../way/elements.ts";
import { bindingsHolding } from "../way/held.ts";
import type { LoopedCall } from "../way/looped-call.ts";

/**
 * `for (const message of batch.messages) await handle(message)`: the elements are messages that somebody delivers, and each is dealt with, fails and is acknowledged
 * by itself. What only looks something up for each of them gets an answer.
 */
export function isDelivery(looped: LoopedCall): boolean {
  const { file, loop } = looped;
  if (loop.collection === undefined || !areMessages(file, loop.collection, 0)) return false;
  return isHandled(looped) || failsAlone(looped) || isAcknowledged(looped);
}

/** What brokers' clients, clouds and messengers call what they deliver. */
const delivered = /^(Records|Messages|receivedMessages|messaging)$/;
/**
 * What they call so in something of theirs: Kafka's `eachBatch({ batch })`, the queues of Cloudflare, and what Meta and LINE post to a webhook, which is one message
 * nearly always.
 */
const deliveredIn = /^(batch\.messages|value\.messages|entry\.changes|body\.events)$/;
const receiving = /^(xread(group)?|xauto?claim|receiveMessages?|pullMessages?|fetchMessages)$/i;
const types =
  /^(SQS|SNS|Kinesis|Kafka|PubSub|ServiceBus|Queue)(Event)?(Record|Message)$|^ServiceBusReceivedMessage$/;

function areMessages(file: FileNode, value: Value, hops: number): boolean {
  if (hops > 8) return false;
  const isOf = (part: Value | undefined) => part !== undefined && areMessages(file, part, hops + 1);
  switch (value.kind) {
    case "member":
      return delivered.test(value.name) || deliveredIn.test(`${lastName(value.of)}.${value.name}`);
    case "element":
    case "each":
    case "await":
      return isOf(value.of);
    case "choice":
      return value.of.some(isOf);
    case "name": {
      const { type, values: [held] = [] } = file.facts.bindings[value.binding] ?? {};
      return isOfMessages(type) || isOf(held?.value);
    }
    case "parameter":
      return isGivenBatch(file, value.function, value.index);
    case "call": {
      const call = file.facts.calls[value.call];
      return call !== undefined && isReceiving(file, call);
    }
    default:
      return false;
  }
}

/** `redis.xreadgroup(…)`, `sqs.send(new ReceiveMessageCommand(…))` */
function isReceiving({ facts }: FileNode, { callee, arguments: [first] }: CallFact): boolean {
  if (receiving.test(lastName(callee))) return true;
  const command = first?.kind === "call" ? facts.calls[first.call] : undefined;
  return command?.form === "new" && lastName(command.callee) === "ReceiveMessageCommand";
}

/** `boss.work("mail", async (jobs) => …)`: a queue passes what it has at once. */
function isGivenBatch(file: FileNode, of: number, index: number): boolean {
  const passed = file.passedTo.get(of);
  const callee = passed === undefined || index > 0 ? undefined : file.facts.calls[passed.call]?.callee;
  return callee?.kind === "member" && /^(work|onBatch)$/.test(callee.name);
}

function isOfMessages(type: TypeRef | undefined): boolean {
  const of = type?.kind === "named" && type.name === "Array" ? type.arguments[0] : type;
  const element = of?.kind === "array" ? of.of : of;
  return element?.kind === "named" && types.test(element.path.at(-1) ?? element.name);
}

/** Nothing comes back of the function that it is handed to. */
function isHandled({ file, call, loop, reach }: LoopedCall): boolean {
  if (reach.next === undefined) return false;
  const { calls, regions } = file.facts;
  const index = calls.indexOf(call);
  const isAsked = (value: Value | undefined) =>
    value !== undefined && mentions(file, value, (part) => part.kind === "call" && part.call === index);
  return (
    bindingsHolding(file, index).size === 0 &&
    !regions.some(({ condition }) => isAsked(condition)) &&
    !calls.some(({ arguments: given, start }) => isIn(loop, start) && given.some(isAsked))
  );
}

/** In each turn a failure is caught. */
function failsAlone({ file, call, loop }: LoopedCall): boolean {
  const body = loop.callback >= 0 ? (file.facts.functions[loop.callback]?.body ?? -1) : loop.region;
  return [...regionsUpTo(file.facts, call.region, body)].some((at) => {
    const region = file.facts.regions[at];
    return region?.kind === "try" && region.start >= loop.bodyStart;
  });
}

const acknowledging =
  /^(x?n?ack(nowledge)?\w*|resolveOffset|commitOffsets?|deleteMessage|(complete|abandon)(Message)?)$|^DeleteMessageCommand$/i;

/** `channel.ack(message)`, `resolveOffset(message.offset)`, `failed.push(record.messageId)` of a batch of which a part may fail. */
function isAcknowledged({ file, loop }: LoopedCall): boolean {
  const changing = changingIn(file, loop);
  return file.facts.calls.some(({ callee, arguments: given, start }) => {
    if (!isIn(loop, start)) return false;
    const isOfTurn = [callee, ...given].some((value) => dependsOn(file, value, changing));
    return isOfTurn && (acknowledging.test(lastName(callee)) || /failures?\.push$/i.test(titleOf(callee)));
  });
}
