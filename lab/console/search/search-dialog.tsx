import Autosuggest, { type AutosuggestProps } from "@cloudscape-design/components/autosuggest";
import Box from "@cloudscape-design/components/box";
import Modal from "@cloudscape-design/components/modal";
import { useState } from "react";
import { usePlace } from "../cloud/place.ts";
import { FirstField } from "../parts/first-field.tsx";
import { sections } from "../sections.ts";
import { useOpen } from "../shell/addresses.ts";
import { type Resource, useEverything } from "./everything.ts";
import { matches } from "./matches.ts";

/** Finds a resource, or a page of the console, by a part of its name, and opens it. */
export function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState("");
  const { isLab } = usePlace();
  const open = useOpen();
  const { data = [], isPending } = useEverything(true);
  const pages = sections
    .filter(({ isOfLab }) => isLab || !isOfLab)
    .map(({ title, path }): Resource => ({ kind: "Pages", name: title, path: `/${path}` }));
  const found = matches([...pages, ...data], text, ({ kind, arn = "" }) => `${kind} ${arn}`);
  const choose = (path: string) => {
    onClose();
    open(path);
  };
  return (
    <Modal visible header="Search" onDismiss={onClose}>
      <FirstField>
        <Autosuggest
          ariaLabel="Search everything"
          placeholder="A bucket, a function, a role, a stack …"
          value={text}
          options={groupsOf(found)}
          filteringType="manual"
          hideEnteredTextOption
          virtualScroll={false}
          statusType={isPending ? "loading" : "finished"}
          loadingText="Looking"
          empty="No matches."
          onChange={({ detail }) => setText(detail.value)}
          onSelect={({ detail }) => {
            // Enter alone selects the text that was written: then the first match is meant.
            const one = found.find(({ path }) => path === detail.value) ?? found[0];
            if (one) choose(one.path);
          }}
        />
      </FirstField>
      <Box color="text-body-secondary" fontSize="body-s" padding={{ top: "s" }}>
        Everything in this account and region. Enter opens the first match.
      </Box>
    </Modal>
  );
}

function groupsOf(found: readonly Resource[]): AutosuggestProps.Options {
  const kinds = [...new Set(found.map(({ kind }) => kind))];
  return kinds.map((label) => ({
    label,
    options: found
      .filter(({ kind }) => kind === label)
      .map(({ name, path, arn }) => ({ value: path, label: name, ...(arn && { description: arn }) })),
  }));
}
