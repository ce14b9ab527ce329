import { Document } from "./document.tsx";
import { type Topic, useAttribute } from "./use-topic.ts";

/** Who may do what with a topic, as it says itself. */
export function Policy({ topic }: { readonly topic: Topic }) {
  return <Document title="Policy" shown={topic.attributes.Policy ?? "{}"} save={useAttribute(topic, "Policy")} />;
}

/** How messages to HTTP endpoints are tried again. */
export function DeliveryPolicy({ topic }: { readonly topic: Topic }) {
  const { DeliveryPolicy: own = "", EffectiveDeliveryPolicy: effective = "" } = topic.attributes;
  return (
    <Document
      title="Delivery policy"
      description={
        own === ""
          ? "How messages to HTTP endpoints are tried again: by default."
          : "How messages to HTTP endpoints are tried again."
      }
      shown={effective}
      edited={own}
      none="The default one."
      save={useAttribute(topic, "DeliveryPolicy")}
    />
  );
}
