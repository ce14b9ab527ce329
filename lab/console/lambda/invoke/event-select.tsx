import Select from "@cloudscape-design/components/select";
import { templates } from "./templates.ts";
import type { SavedEvents } from "./use-saved-events.ts";

interface Props {
  /** `template/<id>` or `saved/<name>`. */
  readonly value: string;
  readonly saved: SavedEvents;
  readonly onChange: (value: string) => void;
}

/** Chooses an event: a saved one, or a template. */
export function EventSelect({ value, saved, onChange }: Props) {
  const own = Object.keys(saved)
    .sort()
    .map((name) => ({ value: `saved/${name}`, label: name }));
  const given = templates.map(({ id, title }) => ({ value: `template/${id}`, label: title }));
  return (
    <Select
      ariaLabel="Event template"
      selectedOption={[...own, ...given].find((option) => option.value === value) ?? null}
      options={[
        ...(own.length > 0 ? [{ label: "Saved events", options: own }] : []),
        { label: "Templates", options: given },
      ]}
      placeholder="Choose an event"
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
    />
  );
}

/** The text of an event that is chosen; undefined when there is none of that name. */
export function eventOf(value: string, saved: SavedEvents): string | undefined {
  const [kind, ...rest] = value.split("/");
  const name = rest.join("/");
  if (kind === "saved") return Object.hasOwn(saved, name) ? saved[name] : undefined;
  const template = templates.find(({ id }) => id === name);
  return template && JSON.stringify(template.event, null, 2);
}
