"""The class: a room on the local network where phones answer the item on the facilitator's screen.

Enters: an instrument or a worksheet, answers of participants without names. Leaves: how the room answered, the right
reading with its evidence, what each answer does to the score. Nothing is kept but what the facilitator saves.
"""
