import { isoSeconds } from "../events/values.ts";
import type { Attempt } from "../records.ts";
import type { CloudTrail } from "../state.ts";
import { changeTrail, openAtHome, openTrail } from "./names.ts";

export const startLogging: CloudTrail["StartLogging"] = ({ Name = "" }, context) => {
  const trail = openAtHome(Name, context);
  // What was called before belongs to no file.
  context.cloud.calls.flush();
  const started = context.cloud.clock.now();
  changeTrail(trail, context, (one) => ({ ...one, status: { ...one.status, isLogging: true, started } }));
  return {};
};

export const stopLogging: CloudTrail["StopLogging"] = ({ Name = "" }, context) => {
  const trail = openAtHome(Name, context);
  context.cloud.calls.flush();
  const stopped = context.cloud.clock.now();
  changeTrail(trail, context, (one) => ({ ...one, status: { ...one.status, isLogging: false, stopped } }));
  return {};
};

export const getTrailStatus: CloudTrail["GetTrailStatus"] = ({ Name = "" }, context) => {
  const { isLogging, started, stopped, files, notices, logs } = openTrail(Name, context).status;
  return {
    IsLogging: isLogging,
    ...dates("LatestDelivery", files),
    ...dates("LatestNotification", notices),
    ...dates("LatestCloudWatchLogsDelivery", logs),
    ...(started !== undefined && { StartLoggingTime: new Date(started) }),
    ...(stopped !== undefined && { StopLoggingTime: new Date(stopped) }),
    LatestDeliveryAttemptTime: textOf(files?.tried),
    LatestNotificationAttemptTime: textOf(notices?.tried),
    LatestNotificationAttemptSucceeded: textOf(notices?.succeeded),
    LatestDeliveryAttemptSucceeded: textOf(files?.succeeded),
    TimeLoggingStarted: textOf(started),
    TimeLoggingStopped: textOf(stopped),
  };
};

function dates(prefix: string, attempt: Attempt | undefined): object {
  return {
    ...(attempt?.succeeded !== undefined && { [`${prefix}Time`]: new Date(attempt.succeeded) }),
    ...(attempt?.error !== undefined && { [`${prefix}Error`]: attempt.error }),
  };
}

function textOf(moment: number | undefined): string {
  return moment === undefined ? "" : isoSeconds(moment);
}
