-- Starts the server on the Dockerfile of the folder, as Neovim's own client does, and writes what a person would see as JSON:
-- the diagnostics, the text after the preferred quick fix of `maintainer`, and the diagnostics of that text.
local out, program, server = vim.env.OUT, vim.env.NODE, vim.env.SERVER
local seen = { before = {}, after = {}, actions = {} }

local function told(buffer)
  return vim.tbl_map(function(found)
    return { code = found.code, line = found.lnum, column = found.col, last = found.end_col, source = found.source, severity = found.severity }
  end, vim.diagnostic.get(buffer))
end

local function has(buffer, code)
  return #vim.tbl_filter(function(found) return found.code == code end, told(buffer)) > 0
end

vim.cmd('edit Dockerfile')
local buffer = vim.api.nvim_get_current_buf()
local client = vim.lsp.start_client({ name = 'plimsoll', cmd = { program, server, 'lsp' }, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(buffer, client)
vim.wait(20000, function() return has(buffer, 'maintainer') end, 20)
seen.before = told(buffer)

local line = vim.tbl_filter(function(found) return found.code == 'maintainer' end, vim.diagnostic.get(buffer))[1]
local range = { start = { line = line.lnum, character = line.col }, ['end'] = { line = line.end_lnum, character = line.end_col } }
local answers = vim.lsp.buf_request_sync(buffer, 'textDocument/codeAction', {
  textDocument = vim.lsp.util.make_text_document_params(buffer),
  range = range,
  context = { diagnostics = { line.user_data.lsp } },
}, 10000)
for _, action in ipairs(answers[client].result) do
  table.insert(seen.actions, action.title)
  if action.isPreferred and not seen.applied then
    seen.applied = action.title
    vim.lsp.util.apply_workspace_edit(action.edit, vim.lsp.get_client_by_id(client).offset_encoding)
  end
end
vim.wait(10000, function() return not has(buffer, 'maintainer') end, 20)
seen.after = told(buffer)
seen.text = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)

local file = io.open(out, 'w')
file:write(vim.json and vim.json.encode(seen) or vim.fn.json_encode(seen))
file:close()
vim.cmd('qall!')
