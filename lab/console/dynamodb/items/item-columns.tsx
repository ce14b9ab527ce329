import type { TableProps } from "@cloudscape-design/components/table";
import { PageLink } from "../../parts/page-link.tsx";
import { itemPath } from "../addresses.ts";
import { attributeOf, type Item } from "../values/item.ts";
import { CellEditor } from "./cell-editor.tsx";
import { type CellDraft, type CellEdit, draftOfCell } from "./use-cell-edit.ts";
import { Value } from "./value.tsx";

interface Options {
  readonly table: string;
  /** The names of the key's attributes. */
  readonly key: readonly string[];
  readonly names: readonly string[];
  readonly edit: CellEdit;
}

/** A column for each attribute. The first leads to the item; a key can't be edited, others can. */
export function itemColumns({ table, key, names, edit }: Options): TableProps.ColumnDefinition<Item>[] {
  return names.map((name, at) => ({
    id: name,
    header: name,
    minWidth: 140,
    width: 220,
    isRowHeader: at === 0,
    cell: (item) => {
      const value = attributeOf(item, name);
      const shown = value && <Value value={value} />;
      return at === 0 ? <PageLink to={itemPath(table, keyIn(item, key))}>{shown ?? "–"}</PageLink> : (shown ?? "–");
    },
    ...(!key.includes(name) && { editConfig: editConfigOf(name, edit) }),
  }));
}

function editConfigOf(name: string, edit: CellEdit): TableProps.EditConfig<Item, CellDraft> {
  return {
    ariaLabel: name,
    editIconAriaLabel: "can be edited",
    errorIconAriaLabel: "Error",
    validation: (item, draft) => edit.problemOf(item, name, draft),
    editingCell: (item, { currentValue, setValue }) => (
      <CellEditor name={name} value={currentValue ?? draftOfCell(attributeOf(item, name))} onChange={setValue} />
    ),
  };
}

/** The key of an item. */
export function keyIn(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}
