import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { type ReactNode, useState } from "react";

interface Props {
  readonly pattern: string;
  readonly onChange: (pattern: string) => void;
  /** What stands beside the field. */
  readonly children?: ReactNode;
}

/** A filter pattern of CloudWatch Logs. It is asked for when it is complete, not at each key. */
export function FilterForm({ pattern, onChange, children }: Props) {
  const [text, setText] = useState(pattern);
  return (
    <form
      className="log-filter"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(text.trim());
      }}
    >
      <Input
        type="search"
        ariaLabel="Filter pattern"
        placeholder={'Filter: word "some words" ?either ?or -not'}
        value={text}
        onChange={({ detail }) => {
          setText(detail.value);
          if (detail.value === "") onChange("");
        }}
      />
      <Button formAction="submit">Filter</Button>
      {children}
    </form>
  );
}
