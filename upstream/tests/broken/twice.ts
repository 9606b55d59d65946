export interface DoorCallback {}
export interface DoorCallback {}
