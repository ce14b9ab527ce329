import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import { Messages } from "./contents/messages.ts";
import { Polls } from "./messages/polls.ts";
import type { MoveTask, Queue } from "./records.ts";

export type Sqs = Handlers<typeof import("@aws-sdk/client-sqs"), SqsState>;

export type SqsContext = Context<SqsState>;

export class SqsState {
  /** [account, region, name] */
  readonly queues: Collection<Queue>;
  /** [account, region, queue's name] */
  readonly tags: Collection<Readonly<Record<string, string>>>;
  /** When queues were deleted last: [account, region, name]. */
  readonly deleted: Collection<number>;
  /** The queues whose dead-letter queue is this: [account, region, dead-letter queue's name, queue's name]. */
  readonly deadLetterSources: Collection<true>;
  /** What the messages of queues that are gone, or were purged, lie under: [account, region, id, generation]. */
  readonly leftovers: Collection<true>;
  /** [account, region, task's id] */
  readonly moveTasks: Collection<MoveTask>;
  /** The tasks of a queue, by when they began: [account, region, queue's name, moment, task's id]. */
  readonly moveTasksOf: Collection<true>;
  readonly messages: Messages;
  readonly polls: Polls;

  constructor(cloud: Cloud) {
    const { store } = cloud;
    this.queues = store.collection<Queue>("sqs-queues").remember();
    this.tags = store.collection("sqs-tags");
    this.deleted = store.collection("sqs-deleted");
    this.deadLetterSources = store.collection("sqs-dead-letter-sources");
    this.leftovers = store.collection("sqs-leftovers");
    this.moveTasks = store.collection("sqs-move-tasks");
    this.moveTasksOf = store.collection("sqs-move-tasks-of");
    this.messages = new Messages(cloud);
    this.polls = new Polls(cloud.clock);
  }
}
