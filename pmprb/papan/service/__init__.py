"""The page's second home: a server on this machine, the engine native behind it.

Enters: HTTP from a browser. Leaves: the page, and what the jobs of `pmprb.papan.work` answer. Refuses to know: what a
job does. Nothing here is imported before `pmprb papan` is called; starlette and uvicorn come with `pmprb[papan]`.
"""
