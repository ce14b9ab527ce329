import type { _Record as Record } from "@aws-sdk/client-dynamodb-streams";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { attributesOf } from "../items/reading.ts";
import { attributeOf, type Item } from "../values/item.ts";
import { valueToJson } from "../values/json.ts";
import { textOf } from "../values/text.ts";

/** The images of an item before and after a change, side by side: what differs is marked. */
export function Images({ record: { eventName, dynamodb = {} } }: { readonly record: Record }) {
  const { Keys = {}, OldImage, NewImage } = dynamodb;
  if (!OldImage && !NewImage) return <Image title="Key" item={Keys} changed={new Set()} />;
  const names = attributesOf([OldImage ?? {}, NewImage ?? {}], Object.keys(Keys));
  // Only one of two can be compared.
  const areBoth = OldImage && NewImage;
  const changed = new Set(areBoth ? names.filter((name) => differ(OldImage, NewImage, name)) : []);
  return (
    <div className="dynamodb-images" data-both={areBoth ? "" : undefined}>
      {OldImage && <Image title="Old image" item={OldImage} changed={changed} />}
      {NewImage && <Image title={eventName === "INSERT" ? "Image" : "New image"} item={NewImage} changed={changed} />}
    </div>
  );
}

interface Props {
  readonly title: string;
  readonly item: Item;
  readonly changed: ReadonlySet<string>;
}

function Image({ title, item, changed }: Props) {
  return (
    <Container header={<Header variant="h3">{title}</Header>}>
      <table className="dynamodb-image">
        <tbody>
          {Object.entries(item).map(([name, value]) => (
            <tr key={name} className={changed.has(name) ? "dynamodb-changed" : ""}>
              <th scope="row">{name}</th>
              <td className="dynamodb-value">{textOf(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Container>
  );
}

function differ(before: Item, after: Item, name: string): boolean {
  const [old, now] = [attributeOf(before, name), attributeOf(after, name)];
  return !old || !now || valueToJson(old) !== valueToJson(now);
}
