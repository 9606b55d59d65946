export interface DoorCallback {
  doorId number;
}
