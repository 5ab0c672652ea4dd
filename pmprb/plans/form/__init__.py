"""The worksheet of an action plan: open rows with drop-downs, and live achievement."""
