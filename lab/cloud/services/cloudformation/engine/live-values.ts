import { validationError } from "../errors.ts";
import type { Existing } from "../records.ts";
import type { ResourceValues } from "../template/evaluation.ts";
import { isCustom } from "../template/template.ts";

/** What existing resources answer to `Ref` and `Fn::GetAtt`. */
export function liveValues(resourceNamed: (logicalId: string) => Existing | undefined): ResourceValues {
  return {
    ref: (logicalId) => resourceNamed(logicalId)?.physicalId,
    attribute: (logicalId, attribute) => attributeOf(logicalId, resourceNamed(logicalId), attribute),
  };
}

/** An attribute by its name: `Arn`, or one with dots, which may lead into an object. */
function attributeOf(logicalId: string, resource: Existing | undefined, attribute: string): unknown {
  const attributes = resource?.attributes ?? {};
  if (Object.hasOwn(attributes, attribute)) return attributes[attribute];
  const found = attribute.split(".").reduce<unknown>((value, part) => {
    const holder = Object(value);
    return Object.hasOwn(holder, part) ? holder[part] : undefined;
  }, attributes);
  if (found !== undefined) return found;
  throw validationError(
    isCustom(resource?.type ?? "")
      ? `CustomResource attribute error: Vendor response doesn't contain ${attribute} attribute in object ${resource?.physicalId}`
      : `Template error: resource ${logicalId} does not support attribute type ${attribute} in Fn::GetAtt`,
  );
}
