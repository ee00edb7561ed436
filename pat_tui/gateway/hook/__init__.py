"""What git runs inside its quarantine before a push lands. Started anew for every push, so it imports little."""
