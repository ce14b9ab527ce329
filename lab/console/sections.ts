import type { ComponentType } from "react";
import type { ClientOf } from "./cloud/clients.ts";
import type { Place } from "./cloud/place.ts";

/** A part of the console, named as the service that it shows: the `section.ts` in its folder. */
export interface Section {
  /** The first part of its pages' paths, and the name of its folder. */
  readonly path: string;
  readonly title: string;
  /** Loads when it is opened. The component holds the section's own routes. */
  readonly load: () => Promise<{ readonly default: ComponentType }>;
  /** The pages of its resources, by CloudFormation type: a path made of what CloudFormation calls the physical id. */
  readonly pages?: Readonly<Record<string, (id: string) => string>>;
  /** What the home page counts. */
  readonly counts?: () => Promise<{ readonly counts: readonly Count[] }>;
  /** What the search finds of it. */
  readonly finders?: () => Promise<{ readonly finders: readonly Finder[] }>;
  /** Whether it shows what only the lab knows. */
  readonly isOfLab?: boolean;
}

/** A number on the home page. */
export interface Count {
  /** What is counted, such as `Buckets`. */
  readonly title: string;
  /** The page that lists it, below the section's path; the section's first page when absent. */
  readonly page?: string;
  readonly count: (client: ClientOf) => Promise<string>;
}

/** Lists the resources of a kind, for those who look for one by its name. */
export interface Finder {
  /** What they are, in the plural: `Buckets`. */
  readonly kind: string;
  readonly find: (client: ClientOf, place: Place) => Promise<readonly Found[]>;
}

/** A resource, and the path of its page. */
export interface Found {
  readonly name: string;
  readonly path: string;
  /** Where policies can name it: what they name it by. */
  readonly arn?: string | undefined;
}

const found = import.meta.glob<Section>("./*/section.ts", { eager: true, import: "section" });

/** Every section of the console, by title. */
export const sections: readonly Section[] = Object.values(found).sort((a, b) => a.title.localeCompare(b.title, "en"));

const pages = new Map(sections.flatMap((section) => Object.entries(section.pages ?? {})));

/** The path of the page that shows a resource; nothing where there is none, or no resource yet. */
export function pageOf(type = "", id = ""): string | undefined {
  return id === "" ? undefined : pages.get(type)?.(id);
}
