import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";

/** Narrower, an ARN would be cut into a dozen lines. In pixels. */
const NARROWEST = 190;

/** Facts by their names, side by side where there is room, one below the other on a phone. */
export function Facts({ columns = 3, ...rest }: KeyValuePairsProps) {
  return <KeyValuePairs columns={columns} minColumnWidth={NARROWEST} {...rest} />;
}
