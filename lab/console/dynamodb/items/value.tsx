import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { shortened } from "../../parts/shortened.ts";
import { TYPES, typeOf } from "../values/item.ts";
import { textOf } from "../values/text.ts";

/** How much of a value a cell shows. */
const LONGEST = 120;

/** A value in a cell, with its type unless it is text. */
export function Value({ value }: { readonly value: AttributeValue }) {
  const type = typeOf(value);
  const text = textOf(value);
  return (
    <span className="dynamodb-value" title={text.length > LONGEST ? shortened(text, 2000) : text}>
      {type !== "S" && (
        <>
          <abbr className="dynamodb-type" title={TYPES[type]}>
            {type}
          </abbr>{" "}
        </>
      )}
      {text === "" ? <i>empty</i> : shortened(text, LONGEST)}
    </span>
  );
}
