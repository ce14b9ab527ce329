import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { PageError } from "../../parts/page-error.tsx";
import { isOpen, useShards } from "../use-stream.ts";
import { BEGINNINGS, type Beginning } from "./reading.ts";
import { Records } from "./records.tsx";

/** So many shards are read at once: each takes a request every second. */
const MOST = 100;

/** The records of a stream: where they are read from, and what there is. */
export function RecordsTab({ stream }: { readonly stream: string }) {
  const { data: shards, error } = useShards(stream);
  const [shard, setShard] = useState("");
  const [beginning, setBeginning] = useState<Beginning>("oldest");
  if (!shards) return error ? <PageError error={error} /> : <Spinner />;
  const all = { value: "", label: shards.length > MOST ? `The last ${MOST} shards` : "All shards" };
  const options = [
    all,
    ...shards.map((one) => {
      const { ShardId: value = "" } = one;
      return { value, label: value, description: isOpen(one) ? "open" : "closed" };
    }),
  ];
  return (
    <SpaceBetween size="l">
      <div className="kinesis-row">
        <FormField label="Shard">
          <Select
            selectedOption={options.find(({ value }) => value === shard) ?? all}
            options={options}
            onChange={({ detail }) => setShard(detail.selectedOption.value ?? "")}
            expandToViewport
          />
        </FormField>
        <FormField label="From">
          <Select
            selectedOption={BEGINNINGS.find(({ value }) => value === beginning) ?? null}
            options={BEGINNINGS}
            onChange={({ detail }) => setBeginning(detail.selectedOption.value as Beginning)}
            expandToViewport
          />
        </FormField>
      </div>
      <Records
        key={`${shard} ${beginning}`}
        stream={stream}
        shards={shard === "" ? shards.slice(-MOST).map(({ ShardId = "" }) => ShardId) : [shard]}
        beginning={beginning}
      />
    </SpaceBetween>
  );
}
