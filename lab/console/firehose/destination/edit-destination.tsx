import {
  type CompressionFormat,
  type DeliveryStreamDescription,
  FirehoseClient,
  UpdateDestinationCommand,
  type UpdateDestinationCommandInput,
} from "@aws-sdk/client-firehose";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { bucketOf, commonOf } from "./parts.ts";

interface Props {
  readonly stream: Partial<DeliveryStreamDescription>;
  readonly onClose: () => void;
}

interface Form {
  readonly seconds: string;
  readonly megabytes: string;
  readonly prefix: string;
  readonly errorPrefix: string;
  readonly compression: string;
}

const FORMATS: readonly CompressionFormat[] = ["UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"];

/** Changes when and how a delivery stream delivers. */
export function EditDestination({ stream, onClose }: Props) {
  const client = useClient(FirehoseClient);
  const [form, setForm] = useState(() => formOf(stream));
  const change = (changes: Partial<Form>) => setForm({ ...form, ...changes });
  const save = useChange((after: Form) => client.send(new UpdateDestinationCommand(updateOf(stream, after))), {
    done: () => "Changed the destination",
    stale: ["firehose", "stream", stream.DeliveryStreamName ?? ""],
    inForm: true,
  });
  const text = (label: string, name: keyof Form, description: string) => (
    <FormField label={label} description={description}>
      <Input value={form[name]} onChange={({ detail }) => change({ [name]: detail.value.trim() })} spellcheck={false} />
    </FormField>
  );
  return (
    <Dialog
      title="Edit the destination"
      submit="Save"
      canSubmit={/^\d+$/.test(form.seconds) && /^\d+$/.test(form.megabytes)}
      isBusy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      {text("Seconds until a buffer is delivered", "seconds", "From 0 to 900.")}
      {text("Megabytes at which it is delivered before", "megabytes", "From 1 to 128, 64 for HTTP endpoints.")}
      {text("Prefix – optional", "prefix", "Such as logs/!{timestamp:yyyy/MM/dd}/")}
      {text("Prefix of errors – optional", "errorPrefix", "Such as errors/!{firehose:error-output-type}/")}
      <FormField label="Compression">
        <Select
          selectedOption={{ value: form.compression, label: form.compression }}
          options={FORMATS.map((value) => ({ value, label: value }))}
          onChange={({ detail }) => change({ compression: detail.selectedOption.value ?? "" })}
          expandToViewport
        />
      </FormField>
    </Dialog>
  );
}

function formOf(stream: Partial<DeliveryStreamDescription>): Form {
  const { IntervalInSeconds = 300, SizeInMBs = 5 } = commonOf(stream)?.BufferingHints ?? {};
  const { Prefix = "", ErrorOutputPrefix = "", CompressionFormat = "UNCOMPRESSED" } = bucketOf(stream) ?? {};
  return {
    seconds: String(IntervalInSeconds),
    megabytes: String(SizeInMBs),
    prefix: Prefix,
    errorPrefix: ErrorOutputPrefix,
    compression: CompressionFormat,
  };
}

function updateOf(stream: Partial<DeliveryStreamDescription>, form: Form): UpdateDestinationCommandInput {
  const { DeliveryStreamName, VersionId, Destinations: [destination] = [] } = stream;
  const BufferingHints = { IntervalInSeconds: Number(form.seconds), SizeInMBs: Number(form.megabytes) };
  const bucket = {
    Prefix: form.prefix,
    ErrorOutputPrefix: form.errorPrefix,
    CompressionFormat: form.compression as CompressionFormat,
  };
  return {
    DeliveryStreamName,
    CurrentDeliveryStreamVersionId: VersionId,
    DestinationId: destination?.DestinationId,
    ...(destination?.HttpEndpointDestinationDescription
      ? { HttpEndpointDestinationUpdate: { BufferingHints, S3Update: bucket } }
      : { ExtendedS3DestinationUpdate: { ...bucket, BufferingHints } }),
  };
}
