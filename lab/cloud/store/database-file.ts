import { closeSync, fstatSync, openSync, readSync } from "node:fs";

// The format of LMDB's files, as lmdb-js 3 writes them on machines of 64 bits, low byte first (`mdb.c`, "Page Flags" and
// on). LMDB itself trusts a file that it maps, and ends the process when it is wrong; this reads one that may be damaged.

/** What stands before the content of each page: number, transaction, padding, flags, then two that depend on the kind. */
const HEADER = 24;
const FLAGS_AT = 18;
const LOWER_AT = 20;
const UPPER_AT = 22;
const BRANCH = 0x01;
const LEAF = 0x02;
const OVERFLOW = 0x04;
const META = 0x08;

const MAGIC = 0xbeefc0de;
const VERSION = 2;
const VERSION_AT = HEADER + 4;
/** The list of free pages and the main tree, each described by so many bytes; the first one also says the page size. */
const TREES_AT = HEADER + 24;
const TREE = 48;
const LAST_PAGE_AT = TREES_AT + 2 * TREE;
const META_LENGTH = LAST_PAGE_AT + 16;

const NODE_HEADER = 8;
const NODE_IS_BIG = 0x01;
/** Nodes that are trees themselves, or lists of duplicates: the lab has none. */
const NODE_IS_OTHER = 0x06;

/** The page of a tree that has none. */
const NO_PAGE = 2 ** 64;

const USUAL_PAGE_SIZE = 4096;

/** A file, or a part of one, is not what LMDB would have written. */
export class Damage extends Error {
  override readonly name = "Damage";
}

/** A tree of pages. */
export interface Tree {
  readonly depth: number;
  /** Undefined when it is empty. */
  readonly root: number | undefined;
}

const EMPTY: Tree = { depth: 0, root: undefined };

/** A page of a tree. */
export interface Page {
  readonly number: number;
  readonly bytes: Buffer;
  readonly isLeaf: boolean;
  /** The transaction that wrote it. */
  readonly transaction: number;
  /** Where its nodes begin. */
  readonly nodes: readonly number[];
}

/** A record as it is in the file. */
export interface RawRecord {
  readonly key: Buffer;
  /** Where its value is, when not in the page itself. */
  readonly pages: { readonly first: number; readonly count: number } | undefined;
  readonly value: () => Buffer;
}

/** A database file that is read without LMDB. All its methods throw Damage for what can't be right. */
export class DatabaseFile {
  readonly #handle: number;
  /** The length of the file, in bytes. */
  readonly size: number;
  readonly pageSize: number;
  /** The number of the last page that may be in use. */
  readonly lastPage: number;
  readonly free: Tree;
  readonly main: Tree;
  /** What is left of what tells where the trees begin. */
  readonly head: "whole" | "half" | "none";
  /** LMDB takes pages of a later one for its own of the present one, and writes to them where they are mapped. */
  readonly #lastTransaction: number;

  /** @param wanted `"whole"` throws when the head is damaged; `"any"` makes do with one half of it, or with none */
  constructor(path: string, wanted: "whole" | "any" = "whole") {
    this.#handle = openSync(path, "r");
    this.size = fstatSync(this.#handle).size;
    try {
      const [head, meta] = wanted === "whole" ? (["whole", this.#wholeMeta()] as const) : this.#anyMeta();
      this.head = head;
      this.pageSize = meta ? pageSizeOf(meta) : USUAL_PAGE_SIZE;
      const isWhole = meta !== undefined && head === "whole";
      this.lastPage = isWhole ? number64(meta, LAST_PAGE_AT) : Math.ceil(this.size / this.pageSize) - 1;
      this.#lastTransaction = isWhole ? number64(meta, LAST_PAGE_AT + 8) : Number.POSITIVE_INFINITY;
      this.free = meta ? treeOf(meta, 0) : EMPTY;
      this.main = meta ? treeOf(meta, 1) : EMPTY;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    closeSync(this.#handle);
  }

  /** A page of a tree, with its nodes within it. */
  page(number: number): Page {
    this.#checkNumber(number);
    const bytes = this.#read(number * this.pageSize, this.pageSize);
    const flags = bytes.readUInt16LE(FLAGS_AT);
    const transaction = number64(bytes, 8);
    const isOfTree = number64(bytes, 0) === number && (flags === BRANCH || flags === LEAF);
    if (!isOfTree || transaction > this.#lastTransaction) throw new Damage(`page ${number}`);
    const lower = bytes.readUInt16LE(LOWER_AT);
    const upper = bytes.readUInt16LE(UPPER_AT);
    // Both are counted from the header's end.
    if (lower > upper || upper + HEADER > this.pageSize || lower % 2 !== 0) throw new Damage(`page ${number}`);
    const nodes: number[] = [];
    for (let at = HEADER; at < HEADER + lower; at += 2) {
      const node = bytes.readUInt16LE(at) + HEADER;
      if (node < upper + HEADER || node + NODE_HEADER > this.pageSize || node % 2 !== 0)
        throw new Damage(`page ${number}`);
      if (node + NODE_HEADER + bytes.readUInt16LE(node + 6) > this.pageSize) throw new Damage(`page ${number}`);
      nodes.push(node);
    }
    return { number, bytes, isLeaf: flags === LEAF, transaction, nodes };
  }

  /** The key of a node of a page. That of a branch's first node counts for nothing. */
  key({ bytes }: Page, node: number): Buffer {
    const start = node + NODE_HEADER;
    return bytes.subarray(start, start + bytes.readUInt16LE(node + 6));
  }

  /** The number of the page that a branch's node leads to. */
  child({ bytes }: Page, node: number): number {
    return bytes.readUIntLE(node, 6);
  }

  /** The record of a leaf's node. */
  record(page: Page, node: number): RawRecord {
    const { bytes, number } = page;
    const size = bytes.readUInt32LE(node);
    const flags = bytes.readUInt16LE(node + 4);
    const key = this.key(page, node);
    const start = node + NODE_HEADER + key.length;
    if ((flags & NODE_IS_OTHER) !== 0) throw new Damage(`page ${number}`);
    if ((flags & NODE_IS_BIG) === 0) {
      if (start + size > this.pageSize) throw new Damage(`page ${number}`);
      return { key, pages: undefined, value: () => bytes.subarray(start, start + size) };
    }
    if (start + HEADER > this.pageSize) throw new Damage(`page ${number}`);
    const first = number64(bytes, start);
    const count = number64(bytes, start + 16);
    this.#checkNumber(first);
    this.#checkNumber(first + count - 1);
    const head = this.#read(first * this.pageSize, HEADER);
    const transaction = Math.max(number64(head, 8), number64(bytes, start + 8));
    const isOverflow = number64(head, 0) === first && head.readUInt16LE(FLAGS_AT) === OVERFLOW;
    const isThis = isOverflow && transaction <= this.#lastTransaction;
    if (!isThis || head.readUInt32LE(LOWER_AT) !== count || HEADER + size > count * this.pageSize)
      throw new Damage(`page ${first}`);
    if ((first + count) * this.pageSize > this.size) throw new Damage("it is cut off");
    return { key, pages: { first, count }, value: () => this.#read(first * this.pageSize + HEADER, size) };
  }

  #checkNumber(page: number): void {
    if (!(page >= 2 && page <= this.lastPage)) throw new Damage(`there is no page ${page}`);
  }

  /** There are two heads, written in turn; the newer one counts. */
  #wholeMeta(): Buffer {
    const first = this.#meta(0);
    const second = this.#meta(pageSizeOf(first));
    if (pageSizeOf(second) !== pageSizeOf(first)) throw new Damage("its heads differ");
    return transactionOf(first) >= transactionOf(second) ? first : second;
  }

  #anyMeta(): readonly ["whole" | "half" | "none", Buffer?] {
    const ways = [
      () => ["whole", this.#wholeMeta()] as const,
      () => ["half", this.#meta(0)] as const,
      () => ["half", this.#meta(USUAL_PAGE_SIZE)] as const,
    ];
    for (const read of ways) {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof Damage)) throw error;
      }
    }
    return ["none"];
  }

  #meta(at: number): Buffer {
    const meta = this.#read(at, META_LENGTH);
    const version = meta.readUInt32LE(VERSION_AT) & 0xffff;
    const isMeta = (meta.readUInt16LE(FLAGS_AT) & META) !== 0;
    if (meta.readUInt32LE(HEADER) !== MAGIC || version !== VERSION || !isMeta) throw new Damage("it is not a lab's");
    const size = pageSizeOf(meta);
    if (size < 512 || size > 65536 || (size & (size - 1)) !== 0) throw new Damage("it is not a lab's");
    return meta;
  }

  #read(at: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    if (!Number.isSafeInteger(at) || readSync(this.#handle, bytes, 0, length, at) < length)
      throw new Damage("it is cut off");
    return bytes;
  }
}

function pageSizeOf(meta: Buffer): number {
  return meta.readUInt32LE(TREES_AT);
}

function transactionOf(meta: Buffer): bigint {
  return meta.readBigUInt64LE(LAST_PAGE_AT + 8);
}

function treeOf(meta: Buffer, index: number): Tree {
  const at = TREES_AT + index * TREE;
  const root = number64(meta, at + 40);
  return { depth: meta.readUInt16LE(at + 6), root: root === NO_PAGE ? undefined : root };
}

/** A number of 64 bits, as near as a double comes; it is compared with small ones only. */
function number64(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32;
}
