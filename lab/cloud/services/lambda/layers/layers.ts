import type { LayersListItem, LayerVersionsListItem } from "@aws-sdk/client-lambda";
import { readCode } from "../code/code.ts";
import { pageOf } from "../functions/pages.ts";
import type { LayerVersionRecord } from "../records.ts";
import type { Lambda, LambdaContext } from "../state.ts";
import { isUsed } from "./attached.ts";
import { type LayerName, layerArnOf, openLayerVersion, readLayerName, readVersionArn, versionArnOf } from "./names.ts";

export const publishLayerVersion: Lambda["PublishLayerVersion"] = async (input, context) => {
  const { cloud, state, account, region } = context;
  const { Content, Description = "", LicenseInfo, CompatibleRuntimes, CompatibleArchitectures } = input;
  const { name } = readLayerName(input.LayerName, context);
  const { blob, ...code } = await readCode(Content, context, "PublishLayerVersion");
  const record = cloud.store.write(() => {
    const version = (state.layers.get(account, region, name)?.version ?? 0) + 1;
    const published: LayerVersionRecord = {
      ...code,
      ...{ account, region, name, version, description: Description, code: cloud.store.blobs.keep(blob) },
      created: cloud.clock.date().toISOString().replace("Z", "+0000"),
      ...(LicenseInfo && { license: LicenseInfo }),
      ...(CompatibleRuntimes && { runtimes: CompatibleRuntimes }),
      ...(CompatibleArchitectures && { architectures: CompatibleArchitectures }),
      policy: [],
    };
    state.layers.put([account, region, name], { name, version });
    state.layerVersions.put([account, region, name, -version], published);
    return published;
  });
  return described(record, context);
};

export const getLayerVersion: Lambda["GetLayerVersion"] = (input, context) => {
  const name = readLayerName(input.LayerName, context);
  return described(openLayerVersion({ ...name, version: input.VersionNumber }, context), context);
};

export const getLayerVersionByArn: Lambda["GetLayerVersionByArn"] = ({ Arn }, context) =>
  described(openLayerVersion(readVersionArn(Arn), context), context);

export const listLayerVersions: Lambda["ListLayerVersions"] = (input, context) => {
  const { account, region, name } = readLayerName(input.LayerName, context);
  const { items, NextMarker } = pageOf(context.state.layerVersions, [account, region, name], input);
  return { LayerVersions: items.filter((version) => fits(version, input)).map(listed), NextMarker };
};

export const listLayers: Lambda["ListLayers"] = (input, { state, account, region }) => {
  const { items, NextMarker } = pageOf(state.layers, [account, region], input);
  const layers = items.flatMap(({ name }): LayersListItem[] => {
    const versions = [...state.layerVersions.values({ under: [account, region, name] })];
    const latest = versions.find((version) => fits(version, input));
    const LayerArn = layerArnOf({ account, region, name });
    return latest ? [{ LayerName: name, LayerArn, LatestMatchingVersion: listed(latest) }] : [];
  });
  return { Layers: layers, NextMarker };
};

/** Removes a version from sight. Functions that have it keep it; its content goes when the last of them is gone. */
export const deleteLayerVersion: Lambda["DeleteLayerVersion"] = (input, context) => {
  const { cloud, state } = context;
  const { account, region, name } = readLayerName(input.LayerName, context);
  const key = [account, region, name, -input.VersionNumber] as const;
  cloud.store.write(() => {
    const record = state.layerVersions.get(...key);
    if (record) state.layerVersions.put(key, { ...record, deleted: true });
    for (const [at, version] of [...state.layerVersions.entries({ under: [account, region] })]) {
      if (!version.deleted || isUsed(version, state)) continue;
      state.layerVersions.delete(...at);
      cloud.store.blobs.drop(version.code);
    }
  });
  return {};
};

interface Filter {
  readonly CompatibleRuntime?: string;
  readonly CompatibleArchitecture?: string;
}

function fits({ deleted, runtimes, architectures }: LayerVersionRecord, wanted: Filter): boolean {
  const { CompatibleRuntime: runtime, CompatibleArchitecture: architecture } = wanted;
  const has = (list: readonly string[] | undefined, word: string | undefined) => !word || list?.includes(word);
  return !deleted && has(runtimes, runtime) === true && has(architectures, architecture) === true;
}

function described(record: LayerVersionRecord, { state }: LambdaContext) {
  const { CodeSha256, CodeSize } = record;
  const Location = state.downloads.offer(record.code);
  return { ...listed(record), LayerArn: layerArnOf(record), Content: { Location, CodeSha256, CodeSize } };
}

function listed(record: LayerVersionRecord & LayerName): LayerVersionsListItem {
  const { license, runtimes, architectures } = record;
  return {
    LayerVersionArn: versionArnOf(record),
    Version: record.version,
    Description: record.description,
    CreatedDate: record.created,
    ...(license && { LicenseInfo: license }),
    ...(runtimes && { CompatibleRuntimes: [...runtimes] }),
    ...(architectures && { CompatibleArchitectures: [...architectures] }),
  };
}
