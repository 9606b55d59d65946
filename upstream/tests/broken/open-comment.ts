/** The door.
export interface DoorCallback {
  doorId: number;
}
