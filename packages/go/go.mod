module voximplant-callbacks.invalid/callbacks

go 1.23
