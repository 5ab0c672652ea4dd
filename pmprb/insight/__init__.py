"""The insight room: what a consolidation's figures say beyond themselves; each module answers one question.

Pure, as all rooms below it: no files, clock, workbooks or sentences.
"""
