package callbacks

// Version is the version of this module.
const Version = "0.0.0"
