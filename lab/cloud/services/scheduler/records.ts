import type {
  ActionAfterCompletion,
  FlexibleTimeWindow,
  ScheduleGroupState,
  ScheduleState,
  Target,
} from "@aws-sdk/client-scheduler";

/** What tells a schedule from others. */
export interface ScheduleName {
  readonly account: string;
  readonly region: string;
  readonly group: string;
  readonly name: string;
}

/** What UpdateSchedule replaces. */
export interface ScheduleSettings {
  readonly expression: string;
  /** As the IANA database calls it. */
  readonly zone: string;
  /** In milliseconds since the epoch, as all moments here. */
  readonly start?: number;
  readonly end?: number;
  readonly state: ScheduleState;
  readonly description?: string;
  readonly key?: string;
  readonly window: FlexibleTimeWindow;
  readonly afterCompletion: ActionAfterCompletion;
  readonly target: Target;
}

export interface Schedule extends ScheduleName, ScheduleSettings {
  readonly created: number;
  readonly modified: number;
  /** The token that the client created it with. */
  readonly token?: string;
}

/** When a schedule calls its target next. */
export interface Next {
  /** The moment that its expression names. */
  readonly scheduled: number;
  /** The moment in its time window. */
  readonly fires: number;
}

export interface Group {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly state: ScheduleGroupState;
  readonly created: number;
  readonly modified: number;
  readonly token?: string;
}
