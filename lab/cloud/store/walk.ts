import { Damage, type DatabaseFile, type Page, type RawRecord, type Tree } from "./database-file.ts";

/** What a walk over a database meets. */
export interface Visitor {
  record(record: RawRecord, page: Page): void;
  /** A part of the tree is damaged: with this thrown, the walk ends; else it goes on without that part. */
  damage(damage: Damage): void;
}

/** LMDB's own bound on how deep a tree is. */
const DEEPEST = 32;

/** Walks over the trees of a database, level by level and in the order of keys, and notes which pages they have. */
export class Walk {
  readonly #file: DatabaseFile;
  readonly #visitor: Visitor;
  readonly #used: Uint8Array;
  /** Pages that may still be looked at. */
  #left: number;

  /**
   * @param used a byte for each page, not 0 for those that were met: no page is part of two things
   * @param most how many pages to look at
   */
  constructor(file: DatabaseFile, used: Uint8Array, visitor: Visitor, most = Number.POSITIVE_INFINITY) {
    this.#file = file;
    this.#used = used;
    this.#visitor = visitor;
    this.#left = most;
  }

  tree({ root, depth }: Tree): void {
    if (depth > DEEPEST || depth > 0 !== (root !== undefined)) {
      this.#visitor.damage(new Damage("its tree"));
      return;
    }
    let level = root === undefined ? [] : [root];
    for (let height = depth; level.length > 0; height--) level = this.#level(level, height);
  }

  /** @param height how many levels there are from this one on. Returns the pages of the next one. */
  #level(numbers: readonly number[], height: number): number[] {
    const children: number[] = [];
    for (const number of numbers) {
      if (this.#left-- <= 0) return [];
      const page = this.#try(() => this.#pageAt(number, height));
      for (const node of page?.nodes ?? []) {
        if (height > 1) children.push(this.#file.child(page as Page, node));
        else this.#leaf(page as Page, node);
      }
    }
    return children;
  }

  #leaf(page: Page, node: number): void {
    const record = this.#try(() => this.#recordAt(page, node));
    if (record) this.#visitor.record(record, page);
  }

  #pageAt(number: number, height: number): Page {
    const page = this.#file.page(number);
    this.#use(number, 1);
    // LMDB's own functions take these for granted.
    if (page.isLeaf !== (height === 1) || (!page.isLeaf && page.nodes.length < 2)) throw new Damage(`page ${number}`);
    const named = page.isLeaf ? page.nodes : page.nodes.slice(1);
    if (named.some((node) => this.#file.key(page, node).length === 0)) throw new Damage(`page ${number}`);
    return page;
  }

  #recordAt(page: Page, node: number): RawRecord {
    const record = this.#file.record(page, node);
    if (record.pages) this.#use(record.pages.first, record.pages.count);
    return record;
  }

  #use(first: number, count: number): void {
    for (let page = first; page < first + count; page++) {
      if (this.#used[page]) throw new Damage(`page ${page} is part of two things`);
      this.#used[page] = 1;
    }
  }

  #try<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Damage)) throw error;
      this.#visitor.damage(error);
      return undefined;
    }
  }
}
