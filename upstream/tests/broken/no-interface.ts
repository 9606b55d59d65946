export type Door = string;
